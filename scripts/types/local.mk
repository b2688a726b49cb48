# scripts/types: the built-in types, one file a type.

# containers and iterators
scripts_libscripts_a_SOURCES += \
	scripts/types/dict.c scripts/types/dict.h \
	scripts/types/dict_merge.c \
	scripts/types/dict_methods.c scripts/types/dict_table.h \
	scripts/types/dict_views.c scripts/types/dict_views.h \
	scripts/types/generic_alias.c \
	scripts/types/generic_subst.c scripts/types/generic_subst.h \
	scripts/types/iterator_state.c scripts/types/iterator_state.h \
	scripts/types/iterators.c scripts/types/iterators.h \
	scripts/types/list.c scripts/types/list.h \
	scripts/types/list_share.c \
	scripts/types/list_internal.h \
	scripts/types/list_methods.c scripts/types/list_sort.c \
	scripts/types/range.c scripts/types/range.h \
	scripts/types/range_iterator.c \
	scripts/types/sequence.c scripts/types/sequence.h \
	scripts/types/set.c scripts/types/set.h scripts/types/set_methods.c \
	scripts/types/slice.c \
	scripts/types/tuple.c scripts/types/tuple.h \
	scripts/types/union.c scripts/types/union.h

# numbers and text
scripts_libscripts_a_SOURCES += \
	scripts/types/hash.c \
	scripts/types/int.c scripts/types/int.h \
	scripts/types/int_big.c scripts/types/int_internal.h \
	scripts/types/int_methods.c scripts/types/int_methods.h \
	scripts/types/int_text.c \
	scripts/types/bytes.c scripts/types/bytes.h \
	scripts/types/bytes_internal.h \
	scripts/types/bytearray.c scripts/types/bytes_case.c \
	scripts/types/bytes_methods.c scripts/types/bytes_methods.h \
	scripts/types/bytes_search.c scripts/types/bytes_split.c \
	scripts/types/float_methods.c \
	scripts/types/format_number.c \
	scripts/types/format_spec.c scripts/types/format_spec.h \
	scripts/types/str_case.c scripts/types/str_format.c \
	scripts/types/str_methods.c scripts/types/str_methods_internal.h \
	scripts/types/str_pad.c scripts/types/str_percent.c \
	scripts/types/str_percent.h scripts/types/str_search.c \
	scripts/types/str_split.c scripts/types/str_translate.c \
	scripts/types/chars.c scripts/types/chars.h \
	scripts/types/codec.c scripts/types/codec.h \
	scripts/types/complex.c \
	scripts/types/float.c scripts/types/float.h \
	scripts/types/float_methods.h \
	scripts/types/float_digits.c scripts/types/float_digits.h \
	scripts/types/float_text.c scripts/types/float_text.h \
	scripts/types/str.c scripts/types/str.h scripts/types/str_internal.h \
	scripts/types/str_builder.c \
	scripts/types/str_intern.c scripts/types/str_intern.h \
	scripts/types/str_methods.h \
	scripts/types/str_repr.c scripts/types/str_type.c \
	scripts/types/text.c scripts/types/text.h

# classes, instances, descriptors
scripts_libscripts_a_SOURCES += \
	scripts/types/attribute.c \
	scripts/types/descriptor.c scripts/types/descriptor.h \
	scripts/types/instance.c scripts/types/instance.h \
	scripts/types/instance_internal.h \
	scripts/types/mappingproxy.c \
	scripts/types/item_format.c scripts/types/item_format.h \
	scripts/types/memoryview.c \
	scripts/types/memoryview_owner.c scripts/types/memoryview_owner.h \
	scripts/types/module.c scripts/types/module.h \
	scripts/types/namespace.c \
	scripts/types/object.c scripts/types/object_reduce.c \
	scripts/types/property.c \
	scripts/types/shape.c \
	scripts/types/singletons.c \
	scripts/types/slots.c scripts/types/slots.h \
	scripts/types/slots_script.c scripts/types/slots_script.h \
	scripts/types/slots_wrap.c scripts/types/slots_wrap.h \
	scripts/types/struct_sequence.c \
	scripts/types/struct_sequence.h \
	scripts/types/super.c \
	scripts/types/type.c scripts/types/type_attrs.c \
	scripts/types/type_internal.h scripts/types/type_plan.h \
	scripts/types/type_layout.c \
	scripts/types/type_make.c scripts/types/type_mro.c \
	scripts/types/type_new.c \
	scripts/types/weakproxy.c \
	scripts/types/weakref.c scripts/types/weakref.h \
	scripts/types/weakref_internal.h

# exceptions
scripts_libscripts_a_SOURCES += \
	scripts/types/exception.c scripts/types/exception_fields.c \
	scripts/types/exception_group.c scripts/types/exception_internal.h

# tables and headers of all
scripts_libscripts_a_SOURCES += \
	scripts/types/type_rebase.c \
	scripts/types/types.def scripts/types/exceptions.def \
	scripts/types/type.h scripts/types/exception.h

EXTRA_DIST += scripts/types/README.md
