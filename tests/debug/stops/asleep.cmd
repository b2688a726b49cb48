break 45
c
delete
watch bag.size
watch late
watch rows[1]
watch rows[0][0]
watch len(rows[0])
break refs node
break 22
c
c
watch count
watch mark
watch node.next.value
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
c
c
c
c
c
