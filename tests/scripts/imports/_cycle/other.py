import _cycle.whole
thing = "thing"
def late(): return _cycle.whole.name
