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
break 34 if point.x == 3
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
