from . import NAME
from . import two, NAME as N2
from .two import value as v
from .sub import inner
from .sub.inner import up as climbed
def beyond():
    from ... import anything
def beyond_named():
    from ...above import anything
def missing():
    from .missing import anything
def missing_name():
    from .two import anything
def here():
    from . import anything
def of_parent():
    from .. import anything
