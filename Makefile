# Everything one does with the newsroom. `make help` lists it.
PYTHON ?= python3
export PORT HOST

# A newsroom on the web, as an example: nothing here is a secret, and nothing is reached.
AS_IN_PRODUCTION = env -u DATABASE_URL PUBLIC_URL=https://news.example.org EMAIL_URL=smtp://mail.example.org \
	SECRET_KEY=an-example-that-signs-nothing-and-is-long-enough-to-pass-1234567890 \
	STRIPE_SECRET_KEY=sk_test_example STRIPE_WEBHOOK_SECRET=whsec_example

.PHONY: help run dev test lint bench pictures messages requirements

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## the newsroom, with its clock and a sample paper: PORT=8000 HOST=127.0.0.1
	@$(PYTHON) deploy/run.py

dev: ## the same, starting again when a file changes
	@$(PYTHON) deploy/run.py --reload

test: ## every test, on SQLite and PostgreSQL side by side; ARGS="-k embargo" chooses some
	@$(PYTHON) deploy/environment.py requirements-test.txt
	@.venv/bin/python -m tests.run $(ARGS)

lint: ## style, templates, migrations, and the deployment check
	@$(PYTHON) deploy/environment.py requirements-test.txt
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@git ls-files -z '*.html' | xargs -0 .venv/bin/djade --target-version 5.2 --check
	@$(AS_IN_PRODUCTION) .venv/bin/python manage.py makemigrations --check --dry-run
	@$(AS_IN_PRODUCTION) .venv/bin/python manage.py check --deploy --fail-level WARNING

bench: ## what a page costs, on PostgreSQL: the paper's with 2,000 stories, the desk's with 100,000
	@$(PYTHON) deploy/environment.py requirements-test.txt
	@.venv/bin/python -m tests.run --benchmarks $(ARGS)

pictures: ## the pictures of README and guides, taken anew of a sample newsroom
	@$(PYTHON) deploy/environment.py requirements-test.txt
	@.venv/bin/python docs/images/take.py

requirements: ## pin again after editing requirements*.in (needs pip-tools)
	@for name in requirements requirements-test; do \
		CUSTOM_COMPILE_COMMAND="make requirements" pip-compile --quiet --generate-hashes --strip-extras --no-emit-options \
		--output-file=$$name.txt $$name.in || exit 1; done
