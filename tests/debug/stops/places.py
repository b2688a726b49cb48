made = eval("[1,\n 2]")
exec("class Late:\n    pass\n\nlater = Late()\n")
for n in range(300):
    exec("def f():\n    return [n]\n")
    kept = f()
del f
text = "".join(["a", "b"]) * 3
other = [
    made,
    [text],
]
end = 1
