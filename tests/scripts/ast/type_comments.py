import ast
for s in ["x = 1 # type: int\n","def f(a, # type: int\n  b=1, # type: str\n  *, c # type: q\n ):\n  # type: (...) -> int\n  pass\n", "x=1 # type: ignore[x]\n# type: ignore\ny=2\n","for x in y: # type: int\n pass\n", "with a as b: # type: int\n  pass # type: ignore\n","def f(): # type: () -> int\n  pass\n","async def f(): # type: () -> int\n  # type: () -> int\n  pass\n", "x # type: int\n", "def f(*, # type: int\n  a): pass\n","# type: int\nx=1\n", "with (a as b): # type: int\n  pass\n", "with (a, b): # type: int\n  pass\n","x:int=1 # type: ignoreme\n", "if 1:\n  x=1 # type: int\n  # type: ignore\ny=1 )\n", "x = [1, # type: int\n 2]\n","lambda a, # type: int\n : 3\n", "x=1#type:int\n", "x=1 #  type:   int  \n","x=1 # type:ignore_me\n","x=1 # type: ignore\xe9\n","def f(a # type: int\n ,b): pass","def f(*a, # type: x\n **k # type: y\n): pass\n","x=1 # type: ignore", "x=1 # type: int","def f():\n  # type: () -> int\n  # more\n  pass\n","def f(): pass # type: int\n", "x = 1 # type: int\nx = )\n", "#type: ignore\nif x:\n #type: ignore\n pass\n"]:
    try: print(ast.dump(ast.parse(s, type_comments=True), include_attributes=True))
    except SyntaxError as e: print(repr(s), e.args)
    print(ast.dump(ast.parse(s), include_attributes=True)) if ')\n' not in s and 'lambda' not in s and '*, #' not in s else 0
for s in ["() -> int","(int, *str, **Any) -> float","(int, *str) -> List[int]\n\n","(*int) -> a", "(**int)->b","(int,str,*a,**b)->c","(int,)->a", "() -> x y","(a)-b","(*int, a)->b","(**a, *b)->x","(*a,)->b","","(int"]:
    try: print(ast.dump(ast.parse(s, mode="func_type"), include_attributes=True))
    except SyntaxError as e: print(repr(s), e.args)
for s in ["async def f(): pass","async def f():\n async for x in y: pass","async def f():\n async with x: pass","async def f(): await x","async def f(): [x async for x in y]","x:int=1","x.a:int","a@b","a@=b","match x:\n case 1: pass","try: pass\nexcept* A: pass","(x:=1)","def f(a,/): pass","lambda a,/:1","with (a as b, c): pass","with (a): pass","1_000","f'{x=}'","x=1_0+2","print(x:=3)"]:
  for v in range(3,12):
    try: ast.parse(s, feature_version=(3,v))
    except SyntaxError as e: print(repr(s), v, e.args)
