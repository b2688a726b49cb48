"""What an except clause takes: tuples in tuples, expressions, classes that lie, order."""


def catch(exc, *clauses):
    for n, what in enumerate(clauses):
        try:
            try:
                raise exc
            except what as e:
                print(n, "caught", repr(e))
        except BaseException as e:
            print(n, type(e).__name__, e)

catch(KeyError(1), KeyError, LookupError, (ValueError, KeyError), Exception, ValueError, ())
catch(KeyError(1), (ValueError, (OSError, KeyError)), 5, (ValueError, 5), "KeyError",
      int, KeyError("instance"), [KeyError], None)


class Meta(type):
    def __subclasscheck__(cls, sub):
        print("  asked")
        return True

    def __instancecheck__(cls, obj):
        print("  asked of instance")
        return True


class Liar(Exception, metaclass=Meta):
    pass

catch(ValueError("v"), Liar)


def lookup(name):
    print("  evaluated", name)
    return globals()["__builtins__"].__dict__[name] if not isinstance(
        __builtins__, dict) else __builtins__[name]

try:
    raise OSError("o")
except lookup("ValueError"):
    print("no")
except lookup("OSError"):
    print("yes")
except lookup("KeyError"):
    print("never evaluated")
try:
    raise OSError("o")
except (lookup("KeyError"), lookup("IOError")) as e:
    print(e)
try:
    try:
        raise OSError("o")
    except undefined:
        pass
except NameError as e:
    print(e, repr(e.__context__))


class Sub(KeyError, ValueError):
    pass

catch(Sub(), KeyError, ValueError, LookupError)
try:
    raise Sub from None
except ValueError as e:
    print(type(e), e.args)
try:
    raise KeyboardInterrupt
except Exception:
    print("no")
except:
    print("bare")
