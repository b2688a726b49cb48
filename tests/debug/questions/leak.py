class Buffer:
    def __init__(self, size):
        self.data = bytearray(size)


class Cache:
    def __init__(self):
        self.pages = {}
        self.log = []

    def get(self, key):
        page = self.pages.get(key)
        if page is None:
            page = self.pages[key] = Buffer(10000)
            self.log.append(page)
        return page


def pages(cache):
    for key in range(3):
        yield cache.get(key)


cache = Cache()
for page in pages(cache):
    size = len(page.data)
walk = pages(cache)
extra = next(walk)
end = 1
