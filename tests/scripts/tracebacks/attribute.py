class A:
    def method(self): return self.valeu
    value = 1
a = A()
a.method()
