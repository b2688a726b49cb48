print("run", __name__, __package__); from . import LEVEL; from .. import low; from ...mid.low import MID
