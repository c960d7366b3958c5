# Short names for scripts/. The scripts are the truth; `make` is not needed.
.PHONY: setup demo test check bench docs lock build bundle
setup:
	scripts/setup
demo:
	scripts/demo
test:
	scripts/test
check:
	scripts/check
bench:
	scripts/bench $(NAME)
docs:
	scripts/docs
lock:
	scripts/lock
build:
	scripts/build
bundle:
	scripts/bundle
