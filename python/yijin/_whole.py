"""Files written whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def put(path: Path, content: bytes, mode: int = 0o666) -> None:
    """Write a file whole under a temporary name before it takes its place: an interrupted run leaves what stood there."""
    draft = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    try:
        draft.touch(mode, exist_ok=False)
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
