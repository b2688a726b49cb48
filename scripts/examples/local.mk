# The example scripts, kept where the documentation is.

examplesdir = $(docdir)/examples
dist_examples_DATA = \
	scripts/examples/arguments.py \
	scripts/examples/closure.py \
	scripts/examples/copies.py \
	scripts/examples/copy_on_write.py \
	scripts/examples/cycle.py \
	scripts/examples/equal_or_same.py \
	scripts/examples/leak.py \
	scripts/examples/mutable_default.py \
	scripts/examples/mutable_immutable.py \
	scripts/examples/rebinding.py \
	scripts/examples/references.py \
	scripts/examples/shared_values.py \
	scripts/examples/two_names.py \
	scripts/examples/weak_reference.py
