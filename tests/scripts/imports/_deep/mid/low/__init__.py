print("init", __name__); from ... import LEVEL; from .. import LEVEL as MID; from ...mid import LEVEL as AGAIN
