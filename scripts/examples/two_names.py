# Changing a list through two names.
#
# Step with  next  and watch the marks: one list changes, and each name that
# refers to it shows the change. Try  break free list  and then  continue.

shopping = ["milk", "bread"]
kitchen_note = shopping         # the same list under a second name

kitchen_note.append("tea")      # changed in place: both names see it
print(shopping)

shopping += ["jam"]             # += on a list changes it in place as well
print(kitchen_note)

kitchen_note.sort()
shopping[0], shopping[-1] = shopping[-1], shopping[0]
print(shopping, kitchen_note, shopping is kitchen_note)

shopping.clear()                # empty, but still there: both names keep it
print(kitchen_note)
del shopping                    # count 2 -> 1
print(kitchen_note)
del kitchen_note                # count 1 -> 0: freed at this very line
