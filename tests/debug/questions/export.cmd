leaks
b 16
c
snapshot a
c
snapshot b
c
snapshot c
leaks
leaks a b c
leaks a b
leaks a b x
leaks c b a
export
export svg file
export dot
export dot /nowhere/file
q
