break 12
c
info object made
info object later
info object kept
info object n
info object text
info object other
info object other[1]
