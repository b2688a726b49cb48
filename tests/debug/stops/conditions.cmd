break 17 if n == 2
break 17 if point.x > 3 and point.half >= 2.5
break 17 if text == "odd" and part is None
break 17 if n in (0, 5)
break 17 if isinstance(point, Late)
break 17 if not isinstance(point, Point)
break 17 if items[n] is True
break 17 if point.limit * 2 == n + 1
break 17 if scale == 3.5
break 26 if point.x == 4
break 35 if point.x == 3
break 17 if n is None or scale < 0
break 17 if point.y
c
c
c
c
c
c
c
c
info break
delete
break 17 if n in items and "even" in names
break 17 if type(point) is Late
break 17 if "x" not in kinds
break 17 if kinds[text] == 3
break 17 if isinstance(n, bool) or len(names) != 2
run
info break
c
info break
c
c
info break
