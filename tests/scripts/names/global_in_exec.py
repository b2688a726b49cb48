# A global statement deep inside makes the name global at the top of exec().
def run():
    exec("""if 1:
        x = 7
        def f():
            x = 1
            def g():
                global x
                x = 5
                return x
            return g()
        print(f(), x)
        y = 1
        def h():
            return "y" in globals()
        print(h())
    """)


run()
print(x)
