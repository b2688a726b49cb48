b 5
c
stepi 2
stepi
stepheap
stepheap alloc
p first
stepheap free
stepheap nothing
stepheap free
q
