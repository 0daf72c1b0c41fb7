"""The floor: the columns that the task needs, decoded with arrow-rs and dropped. `make bench-peers` builds it."""

import os
import sys
from pathlib import Path

TARGET = Path(os.environ.get("CARGO_TARGET_DIR") or Path(__file__).parents[3] / "target")

if __name__ == "__main__":
    decode = TARGET / "release" / "decode"
    os.execv(decode, [str(decode), *sys.argv[1:]])
