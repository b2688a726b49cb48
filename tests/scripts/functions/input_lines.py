"""input() and standard input."""
import sys
name = input("name? ")
print("hello", name)
print([int(x) for x in input().split()])
for line in sys.stdin: print("line", repr(line))
try: input()
except EOFError as e: print(repr(e))
print("to stderr", file=sys.stderr)
sys.stdout.write("written\n")
