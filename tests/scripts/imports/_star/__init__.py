__all__ = ["listed", "_under", "sub"]
listed, unlisted, _under = 1, 2, 3
