break 16 if point.x < 0
break 16 if i == -1 or table["k"] == 1
break 17 if point.x == 0.5 and len(kept) > 100000
break 15 if i is None or isinstance(i, Point)
break 18 if "x" in table or point.me is kept
break 7 if self.x if False else x == "no"
break alloc Point if _.x == -1
break free Point if False
break alloc frozenset
break gc if found > 1000000
c
info break
