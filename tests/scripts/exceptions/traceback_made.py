# types.TracebackType called, and what NotImplemented says as a condition.
import sys
import traceback
import types
import warnings

frame = sys._getframe()
tb = types.TracebackType(None, frame, 1, 12)
print(tb.tb_next, tb.tb_frame is frame, tb.tb_lasti, tb.tb_lineno)
print(dir(tb))
chained = types.TracebackType(tb, frame, 0, 3)
print(chained.tb_next is tb)
try:
    raise ValueError("placed").with_traceback(tb)
except ValueError as e:
    print([(x.lineno, x.name) for x in traceback.extract_tb(e.__traceback__)])
for args in (
    (),
    (1, frame, 1, 1),
    (None, None, 1, 1),
    (None, frame, "x", 1),
    (None, frame, 1, 2**40),
):
    try:
        types.TracebackType(*args)
    except (TypeError, OverflowError) as e:
        print(type(e).__name__, e)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    print(bool(NotImplemented), not NotImplemented)
    if NotImplemented:
        print("true")
print([str(w.message) for w in caught])
print(types.SimpleNamespace(a=1).__reduce__()[1:])
