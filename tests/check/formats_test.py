"""Reports of files are what their schemas say.

usage: formats_test.py SOURCE_TREE
"""

import json
import pathlib
import sys

import jsonschema

SOURCE = pathlib.Path(sys.argv[1])


def validator(path):
    schema = json.loads((SOURCE / path).read_text())
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)


def check(validate, paths):
    problems = []
    for path in paths:
        report = json.loads(path.read_text())
        for error in validate.iter_errors(report):
            where = "/".join(map(str, error.absolute_path))
            problems.append(f"{path.name}: {where}: {error.message[:200]}")
    return problems


def golden(ending):
    return sorted(SOURCE.glob(f"tests/*/expected/*{ending}.expected"))


reports, sarif = golden(".json"), golden(".sarif")
own, standard = validator("docs/report.schema.json"), validator("tests/check/sarif.schema.json")
problems = check(own, reports) + check(standard, sarif)

# A schema that lets everything pass would be no test.
broken = json.loads(sarif[0].read_text())
broken["runs"][0]["results"][0]["level"] = "loud"
if standard.is_valid(broken) or not reports or not sarif:
    problems.append("self-check: a wrong level passes, or there is nothing to check")

print("\n".join(problems))
print(f"formats: {len(reports) + len(sarif)} checked, {len(problems)} problems")
sys.exit(1 if problems else 0)
