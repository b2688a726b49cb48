# scripts/modules: the modules written in C, one file a module.
scripts_libscripts_a_SOURCES += \
	scripts/modules/abc.c \
	scripts/modules/builtins.c scripts/modules/builtins_internal.h \
	scripts/modules/builtins_class.c scripts/modules/builtins_code.c \
	scripts/modules/builtins_compile.c \
	scripts/modules/builtins_io.c \
	scripts/modules/builtins_number.c \
	scripts/modules/builtins_object.c \
	scripts/modules/builtins_sequence.c \
	scripts/modules/collections.c scripts/modules/collections.h \
	scripts/modules/collections_parts.c \
	scripts/modules/deque.c \
	scripts/modules/gc.c scripts/modules/gc.h \
	scripts/modules/math.c \
	scripts/modules/math_int.c scripts/modules/math_int.h \
	scripts/modules/itertools.h scripts/modules/itertools_combine.c \
	scripts/modules/itertools_count.c scripts/modules/itertools_group.c \
	scripts/modules/modules.c scripts/modules/modules.def \
	scripts/modules/modules.h \
	scripts/modules/native.c scripts/modules/native.h \
	scripts/modules/signal.c \
	scripts/modules/sys.c scripts/modules/sys.h \
	scripts/modules/sys_async.c \
	scripts/modules/sys_breakpoint.c \
	scripts/modules/sys_streams.c \
	scripts/modules/sys_unraisable.c \
	scripts/modules/sys_values.c \
	scripts/modules/thread.c \
	scripts/modules/time.c scripts/modules/time.h \
	scripts/modules/time_calendar.c scripts/modules/time_tuple.c \
	scripts/modules/warnings.c scripts/modules/warnings.h \
	scripts/modules/warnings_filter.c \
	scripts/modules/weakref.c

# iterators of iterators
scripts_libscripts_a_SOURCES += scripts/modules/itertools.c
EXTRA_DIST += scripts/modules/README.md

# regular expressions
scripts_libscripts_a_SOURCES += \
	scripts/modules/buffer.c scripts/modules/buffer.h \
	scripts/modules/sre.c scripts/modules/sre.h scripts/modules/sre_ops.def \
	scripts/modules/sre_chars.c \
	scripts/modules/sre_check.c \
	scripts/modules/sre_engine.inc \
	scripts/modules/sre_match.c \
	scripts/modules/sre_match_type.c \
	scripts/modules/sre_pattern.c \
	scripts/modules/sre_replace.c \
	scripts/modules/sre_state.c

# array
scripts_libscripts_a_SOURCES += \
	scripts/modules/array.c scripts/modules/array.h \
	scripts/modules/array_items.c \
	scripts/modules/array_methods.c scripts/modules/array_pickle.c

# small modules
scripts_libscripts_a_SOURCES += \
	scripts/modules/atexit.c \
	scripts/modules/binascii.c scripts/modules/binascii.h \
	scripts/modules/binascii_qp.c \
	scripts/modules/binascii_text.c \
	scripts/modules/bisect.c \
	scripts/modules/blake2.c \
	scripts/modules/cmath.c \
	scripts/modules/contextvars.c \
	scripts/modules/csv.h scripts/modules/csv_dialect.c \
	scripts/modules/csv_reader.c scripts/modules/csv_writer.c \
	scripts/modules/faulthandler.c \
	scripts/modules/tokenize.c \
	scripts/modules/tracemalloc.c \
	scripts/modules/functools.c scripts/modules/functools.h \
	scripts/modules/functools_cache.c \
	scripts/modules/hashes.c scripts/modules/hashes.def \
	scripts/modules/io_base.c scripts/modules/io_buffered.c scripts/modules/io_bytes.c \
	scripts/modules/io_file.c scripts/modules/io_newline.c scripts/modules/io_open.c \
	scripts/modules/io_string.c scripts/modules/io_text.c scripts/modules/io.h \
	scripts/modules/heapq.c \
	scripts/modules/json.h scripts/modules/json_encoder.c \
	scripts/modules/json_scanner.c scripts/modules/json_strings.c \
	scripts/modules/ordered_dict.c scripts/modules/ordered_dict.h \
	scripts/modules/ordered_order.c scripts/modules/ordered_update.c \
	scripts/modules/ordered_views.c \
	scripts/modules/operator.c scripts/modules/operator.h \
	scripts/modules/operator_getters.c \
	scripts/modules/posixsubprocess.c \
	scripts/modules/random.c \
	scripts/modules/ready.c scripts/modules/ready.h \
	scripts/modules/select.c scripts/modules/select_poll.c \
	scripts/modules/select_epoll.c \
	scripts/modules/socket.c scripts/modules/socket.h \
	scripts/modules/socket_address.c scripts/modules/socket_type.c \
	scripts/modules/sha3.c \
	scripts/modules/statistics.c \
	scripts/modules/struct.c scripts/modules/struct.h \
	scripts/modules/struct_format.c \
	scripts/modules/errno.c \
	scripts/modules/typing.c \
	scripts/modules/imp.c \
	scripts/modules/marshal.c scripts/modules/marshal.h \
	scripts/modules/marshal_read.c \
	scripts/modules/marshal_write.c \
	scripts/modules/string.c \
	scripts/modules/unicodedata.c

# files, directories and the process
scripts_libscripts_a_SOURCES += \
	scripts/modules/posix.c scripts/modules/posix.h \
	scripts/modules/accounts.c \
	scripts/modules/posix_dir.c \
	scripts/modules/posix_file.c \
	scripts/modules/posix_path.c \
	scripts/modules/posix_process.c \
	scripts/modules/posix_stat.c \
	scripts/modules/posix_tree.c

# encodings
scripts_libscripts_a_SOURCES += \
	scripts/modules/codecs.c scripts/modules/codecs.h \
	scripts/modules/codecs_charmap.c \
	scripts/modules/codecs_coders.c \
	scripts/modules/codecs_errors.c \
	scripts/modules/codecs_escapes.c \
	scripts/modules/codecs_utf7.c

# syntax trees
scripts_libscripts_a_SOURCES += \
	scripts/modules/ast.c scripts/modules/ast_module.h \
	scripts/modules/ast_from_object.c \
	scripts/modules/ast_to_object.c \
	scripts/modules/ast_validate.c
