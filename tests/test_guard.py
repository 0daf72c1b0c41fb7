"""A fault of the native half is an exception like any other, and prints nothing."""

from hostile import child

# A stream whose schema has no format: the C data interface forbids it, and Arrow's own check of it panics.
BROKEN_STREAM = """
import ctypes as c, sys
import yijin as yj

class Schema(c.Structure):
    _fields_ = [(name, c.c_void_p) for name in ("format", "name", "metadata")] + [("flags", c.c_int64), ("n_children", c.c_int64)] + [
        (name, c.c_void_p) for name in ("children", "dictionary", "release", "private_data")]

class Stream(c.Structure):
    _fields_ = [(name, c.c_void_p) for name in ("get_schema", "get_next", "get_last_error", "release", "private_data")]

KEPT = [c.CFUNCTYPE(None, c.c_void_p)(lambda it: None), c.CFUNCTYPE(c.c_int, c.c_void_p, c.POINTER(Schema))(
    lambda stream, out: setattr(out.contents, "release", c.cast(KEPT[0], c.c_void_p).value) or 0)]

class Table:
    def __arrow_c_stream__(self, requested_schema=None):
        schema, release = (c.cast(KEPT[at], c.c_void_p).value for at in (1, 0))
        self.stream = Stream(schema, schema, schema, release, 1)
        make = c.pythonapi.PyCapsule_New
        make.restype, make.argtypes = c.py_object, [c.c_void_p, c.c_char_p, c.c_void_p]
        return make(c.addressof(self.stream), b"arrow_array_stream", None)

try:
    yj.open({"ledger": Table()})
except Exception as error:
    print(type(error).__name__, error.id, error)
"""


def test_a_panic_is_an_error_of_ours_and_says_nothing_on_stderr():
    done = child("-c", BROKEN_STREAM)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("InternalError internal expected no fault of yijin's own, found one at ")
