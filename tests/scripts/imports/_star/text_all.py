__all__ = "ab"; a = 1; b = 2
