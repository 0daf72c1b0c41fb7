//! The lengths that an Arrow IPC file declares, checked against the file before anything is read by them: a length that
//! lies would have the decoder ask for more memory than there is, which ends the process.

use arrow_ipc::{RecordBatch, root_as_footer, root_as_message};
use arrow_schema::ArrowError;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

/// The bytes that the buffers of one message may unpack to.
const UNPACKED: u64 = 1 << 31;

/// What a message begins with, before its length; old ones have the length alone.
const CONTINUATION: [u8; 4] = [0xff; 4];

/// Checks every message of a file or stream, and leaves it at its start.
///
/// # Errors
/// Where a length goes beyond the file, or the buffers of a message say that they unpack to more than 2 GiB.
pub fn check(file: &mut File, stream: bool) -> Result<(), ArrowError> {
    let size = file.metadata()?.len();
    let mut bounds = Bounds { file, size };
    if stream {
        bounds.check_stream()?
    } else {
        bounds.check_file()?
    }
    file.rewind()?;
    Ok(())
}

struct Bounds<'a> {
    file: &'a mut File,
    size: u64,
}

impl Bounds<'_> {
    fn check_stream(&mut self) -> Result<(), ArrowError> {
        let mut at = 0;
        while at < self.size {
            match self.message(at, None)? {
                Some(end) => at = end,
                None => break,
            }
        }
        Ok(())
    }

    fn check_file(&mut self) -> Result<(), ArrowError> {
        let trailer = self.size.checked_sub(10).ok_or_else(cut_short)?;
        let length = u64::from(u32::from_le_bytes(self.word(trailer)?));
        let start = trailer.checked_sub(length).ok_or_else(cut_short)?;
        let bytes = self.bytes(start, length)?;
        let footer = root_as_footer(&bytes).map_err(|_| contradiction("the footer"))?;
        for block in footer.dictionaries().iter().flatten().chain(footer.recordBatches().iter().flatten()) {
            let lengths = [block.offset(), i64::from(block.metaDataLength()), block.bodyLength()];
            let end = lengths.iter().try_fold(0u64, |sum, &length| sum.checked_add(u64::try_from(length).ok()?));
            if end.is_none_or(|end| end > self.size) || block.metaDataLength() < 8 {
                return Err(contradiction("a block"));
            }
            let start = block.offset().unsigned_abs();
            self.message(start, Some(start + u64::from(block.metaDataLength().unsigned_abs())))?;
        }
        Ok(())
    }

    /// Checks the message at `at`, whose body begins at `body` or right behind it; returns where it ends, or `None` where it says
    /// that no other follows.
    fn message(&mut self, at: u64, body: Option<u64>) -> Result<Option<u64>, ArrowError> {
        let first = self.word(at)?;
        let (word, head) = if first == CONTINUATION { (self.word(at + 4)?, 8) } else { (first, 4) };
        let length = u64::from(u32::from_le_bytes(word));
        if length == 0 {
            return Ok(None);
        }
        let bytes = self.bytes(at + head, length)?;
        let message = root_as_message(&bytes).map_err(|_| contradiction("a message"))?;
        let body = body.unwrap_or(at + head + length);
        let body_length = u64::try_from(message.bodyLength()).map_err(|_| contradiction("a message"))?;
        let end = body.checked_add(body_length).filter(|&end| end <= self.size).ok_or_else(cut_short)?;
        let dictionary = message.header_as_dictionary_batch().and_then(|it| it.data());
        for batch in message.header_as_record_batch().into_iter().chain(dictionary) {
            self.batch(&batch, body, end)?;
        }
        Ok(Some(end))
    }

    /// Checks what the compressed buffers of a batch say that they unpack to.
    fn batch(&mut self, batch: &RecordBatch<'_>, body: u64, end: u64) -> Result<(), ArrowError> {
        if batch.compression().is_none() {
            return Ok(());
        }
        let mut sum = 0;
        for buffer in batch.buffers().iter().flatten().filter(|buffer| buffer.length() != 0) {
            let start = u64::try_from(buffer.offset()).ok().and_then(|offset| body.checked_add(offset)).filter(|&start| start <= end);
            let prefix = self.bytes(start.ok_or_else(|| contradiction("a buffer"))?, 8)?;
            let unpacked = prefix.iter().rev().fold(0i64, |value, &byte| (value << 8) | i64::from(byte));
            // A buffer that is not packed after all says -1.
            sum += if unpacked == -1 { buffer.length().unsigned_abs() } else { unpacked.unsigned_abs().min(UNPACKED + 1) };
            if unpacked < -1 || sum > UNPACKED {
                return Err(contradiction("a compressed buffer"));
            }
        }
        Ok(())
    }

    fn word(&mut self, at: u64) -> Result<[u8; 4], ArrowError> {
        let bytes = self.bytes(at, 4)?;
        <[u8; 4]>::try_from(bytes.as_slice()).map_err(|_| cut_short())
    }

    fn bytes(&mut self, at: u64, length: u64) -> Result<Vec<u8>, ArrowError> {
        if at.checked_add(length).is_none_or(|end| end > self.size) {
            return Err(cut_short());
        }
        self.file.seek(SeekFrom::Start(at))?;
        let mut bytes = vec![0; usize::try_from(length).map_err(|_| cut_short())?];
        self.file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

fn cut_short() -> ArrowError {
    ArrowError::IpcError("a length goes beyond the end of the file".to_owned())
}

fn contradiction(what: &str) -> ArrowError {
    ArrowError::IpcError(format!("{what} declares a length that cannot be"))
}
