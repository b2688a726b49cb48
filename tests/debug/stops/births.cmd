break alloc Node if _.n > 5
break alloc Leaf+
break alloc Node+ if _.n == 4
break alloc Late
break alloc Other+
break free Node if _.n == 2
break free Late
break free Leaf
c
c
c
c
c
c
c
c
c
c
c
c
c
info break
