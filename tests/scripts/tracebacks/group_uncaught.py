# An exception group that leaves the script.
def collect():
    errors = []
    for text in ("x", "1", ""):
        try:
            errors.append(int(text)) if False else int(text)
        except ValueError as e:
            e.add_note(f"text was {text!r}")
            errors.append(e)
    return errors


try:
    raise ExceptionGroup("bad numbers", collect())
except* TypeError:
    print("not here")
