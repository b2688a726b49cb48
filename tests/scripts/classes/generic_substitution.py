import types, typing, pickle
print(list[...], list[()], list[int|None])
print(sorted(set(dir(list[int]))-set(dir(list))))
a=next(iter(tuple[int]));print(a, a==tuple[int], hash(a)==hash(tuple[int]), list[int].__reduce__(), iter(tuple[int]).__reduce__())
try: list[int][str]
except TypeError as e: print(e)
T=typing.TypeVar('T'); 
try: dict[T,int][int,str]
except TypeError as e: print(e)
try: dict[T,T][()]
except TypeError as e: print(e)
print((T|int)[str], (int|list[T]).__parameters__, (int|list[T])[str])
try: (int|str)[int]
except TypeError as e: print(e)
print((int|str).__module__, (int|str).__class__)
Ts=typing.TypeVarTuple('Ts')
print(tuple[*Ts][int,str], tuple[int,*Ts][()], tuple[*tuple[int,str],*Ts])
print(dict[T, list[T]][int], pickle.loads(pickle.dumps(list[int])), pickle.loads(pickle.dumps(a)))
class A(types.GenericAlias): pass
print(type(A(list,int)), A(list,int)==list[int], A(list,int))
print(list[int].__doc__==list.__doc__, list[int].append)
print(list[T].__parameters__, list[list[T]][int], int|A(list,int)|list[int])
