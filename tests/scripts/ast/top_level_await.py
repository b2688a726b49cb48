"""PyCF_ALLOW_TOP_LEVEL_AWAIT: modules that are coroutines."""
import ast

FLAGS = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


class Ready:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        yield
        return self.value

    async def __aenter__(self):
        return self.value

    async def __aexit__(self, *details):
        print('left')

    def __aiter__(self):
        self.left = 2
        return self

    async def __anext__(self):
        if not self.left:
            raise StopAsyncIteration
        self.left -= 1
        return self.left


def finish(coroutine):
    print(type(coroutine).__name__)
    try:
        while True:
            coroutine.send(None)
    except StopIteration as e:
        return e.value


space = {'Ready': Ready}
for text, mode in (('x = await Ready(5); print(x)', 'exec'),
                   ('await Ready(6)', 'eval'),
                   ('async for i in Ready(0): print(i)', 'exec'),
                   ('async with Ready(7) as y: print(y)', 'exec'),
                   ('z = [i async for i in Ready(1)]; print(z)', 'exec'),
                   ('await Ready(8); print(9)', 'single')):
    code = compile(text, 'top', mode, FLAGS)
    print(hex(code.co_flags & 0x80), finish(eval(code, space)))
    tree = compile(text, 'top', mode, FLAGS | ast.PyCF_ONLY_AST)
    print(finish(eval(compile(tree, 'top', mode, FLAGS), space)))
print(hex(compile('x = 1', 'top', 'exec', FLAGS).co_flags & 0x80))
for text in ('await x', 'async with x: pass', 'async for x in y: pass',
             '[x async for x in y]', 'def f(): await x',
             'class C: await x', 'def f():\n async with x: pass'):
    for flags in (0, FLAGS):
        try:
            compile(text, 'top', 'exec', flags)
        except SyntaxError as e:
            print(flags, e.args)
