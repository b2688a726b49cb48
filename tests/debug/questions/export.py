class Item:
    pass


kept = []
text = 'quoted "text" \\ and\nmore'


def work(n):
    kept.append(Item())
    return [Item() for _ in range(n)]


for turn in range(3):
    work(2)
    done = turn
end = 1
