fn rss()->String{std::fs::read_to_string("/proc/self/status").unwrap().lines().filter(|l|l.starts_with("VmHWM")).collect()}
fn main(){ for p in std::env::args().skip(1){ let t=std::time::Instant::now();
 let r=(||->yijin::Result<(usize,usize)>{let s=yijin::read::xlsx::open(p.as_ref(),p.as_str().into(),&Default::default())?; let open=t.elapsed(); let mut n=0; for x in &s{ for mut r in x.parts(&[])?{ while let Some(b)=r.next_block()?{n+=b.len();}}} eprintln!("open {open:?}"); Ok((s.len(),n))})();
 println!("{p} {r:?} {:?} {}",t.elapsed(),rss()); } }
