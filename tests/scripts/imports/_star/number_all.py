__all__ = ["there", 5]; there = 1
