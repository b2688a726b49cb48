# SystemExit inside a group is an error like others, and its text is shown.
import atexit

atexit.register(print, "at exit")
raise BaseExceptionGroup("stopping", [SystemExit(3), KeyboardInterrupt()])
