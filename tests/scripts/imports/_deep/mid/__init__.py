print("init", __name__, __package__); from .. import LEVEL as UP; LEVEL = UP + 1
