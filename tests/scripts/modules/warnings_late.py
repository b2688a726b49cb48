# A coroutine that the end of the program finds never awaited.
async def f():
    pass


c = f()
print("end")
