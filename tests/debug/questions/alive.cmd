b 18
c
refs items
why items
why second.next
why pair
why cell
why Node.__init__
cycles
b 22
c
refs #22
same items table['k']
same first first.next
same 5 2+3
same first.value table['k']
same 'Node' Node.__name__
same True 1==1
same Node second.__class__
why
same one
top nonsense
n
why #22
cycles
c
why Node
q
