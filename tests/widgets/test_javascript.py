"""The views' JavaScript: modules that import by name, and the one text that is made of them."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

import chainrule.widgets
from chainrule.widgets import Playground
from chainrule.widgets.javascript import Module, joined, reachable
from chainrule.widgets.playground.network import activation_layers

FOLDER = Path(chainrule.widgets.__file__).parent
MODULES = {
    module.name: module
    for path in sorted(FOLDER.rglob("*.js"))
    for module in [Module(path.relative_to(FOLDER).as_posix(), path.read_text(encoding="utf-8"))]
}
ENTRIES = [name for name, module in MODULES.items() if "\nexport default {" in module.text]
TOP_LEVEL = re.compile(r"^(?:export )?(?:async )?(?:function|class|const|let) (\w+)", re.MULTILINE)


def run(text, folder):
    """What a module prints when Node runs it."""
    if not (node := shutil.which("node")):
        pytest.skip("Node is not here")
    path = folder / "joined.mjs"
    path.write_text(text, encoding="utf-8")
    done = subprocess.run([node, str(path)], capture_output=True, encoding="utf-8")
    assert not done.returncode, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", MODULES)
def test_what_a_module_imports_is_exported_there_and_used_here(name):
    module = MODULES[name]
    code = re.sub(r"^import \{[^}]*\} from .*$|^ *(//|/?\*).*$", "", module.text, flags=re.M)
    for other, names in module.imports.items():
        assert set(names) <= set(MODULES[other].exports)
        assert not [one for one in names if not re.search(rf"\b{one}\b", code)]


def test_what_a_module_exports_is_imported_somewhere():
    imported = {
        (other, one)
        for module in MODULES.values()
        for other, names in module.imports.items()
        for one in names
    }
    exported = {(name, one) for name, module in MODULES.items() for one in module.exports}
    assert exported == imported


def test_every_module_belongs_to_a_view():
    assert {name for entry in ENTRIES for name in reachable(entry, {})} == set(MODULES)


@pytest.mark.parametrize(
    "path", [*FOLDER.rglob("*.js"), *FOLDER.rglob("*.css")], ids=lambda p: p.name
)
def test_no_line_is_longer_than_in_python(path):
    assert max(map(len, path.read_text(encoding="utf-8").splitlines())) <= 100


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_view_defines_each_module_and_each_name_once_and_before_it_is_needed(entry):
    text = joined(entry)
    defined = re.findall(r'^modules\["(.+)"\] = ', text, re.MULTILINE)
    assert {*defined, entry} == set(reachable(entry, {}))
    known = set()
    for part in re.split(r"^(?=modules\[)", text, flags=re.MULTILINE)[1:]:
        own, _, body = part.partition(" = ")
        body, end, last = body.partition("\n})();\n")  # behind the last one comes the view itself
        assert end
        assert own not in known
        assert set(re.findall(r'modules\[".+"\]', body)) <= known
        known.add(own)
        for names in (TOP_LEVEL.findall(body), TOP_LEVEL.findall(last)):
            assert len(names) == len(set(names))
        assert set(re.findall(r'modules\[".+"\]', last)) <= known


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_view_is_one_module_with_render(entry, tmp_path):
    text = joined(entry).replace("export default", "const view =")
    assert not re.search(r"^(import|export)\b", text, re.MULTILINE)
    assert run(text + "console.log(typeof view.render);", tmp_path) == "function\n"


def test_modules_may_use_the_same_names(tmp_path):
    modules = {
        "view.js": 'import { a } from "./a.js";\nimport { b } from "./b.js";\n'
        "const own = 3;\nconsole.log(a(), b(), own);\n",
        "a.js": "const own = 1;\nexport const a = () => own;\n",
        "b.js": "const own = 2;\nexport function b() {\n  return own;\n}\n",
    }
    assert run(joined("view.js", modules), tmp_path) == "1 2 3\n"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('import { d } from "./b.js";\n', "a.js: b.js does not export d"),
        ('import { c } from "./c.js";\nexport const d = c;\n', r"need each other: .+ → .+ → "),
        ('import { v } from "./view.js";\n', "view.js: cannot join “export default { render };”"),
        ('import * as b from "./b.js";\n', r"cannot join “import \* as b"),
        ("export let a = 1;\n", "cannot join “export let a"),
        ("export default class {}\n", "cannot join “export default class"),
    ],
)
def test_what_cannot_be_joined_is_refused(text, sentence):
    others = {
        "b.js": "export const b = 1;\n",
        "c.js": 'import { d } from "./a.js";\nexport const c = d;\n',
        "view.js": "export const v = 1;\nexport default { render };\n",
    }
    with pytest.raises(ValueError, match=sentence):
        joined("a.js", {"a.js": text, **others})


def test_the_playgrounds_view_offers_what_python_has():
    (choices,) = re.findall(r"^const CHOICES = (.*);$", Playground._esm, re.MULTILINE)
    assert all(f'"{name}"' in choices for name in activation_layers())
