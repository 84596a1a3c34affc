"""The recipe for Kubernetes, as far as that can be tested without a cluster."""

import re
from types import SimpleNamespace

import pytest
import yaml
from one_class import ROOT
from traitlets.config import Config

from autograde.nbgrader_plugins.exchange import uid_by_name

RECIPE = ROOT / "deploy" / "kubernetes"
HOME = {"mountPath": "/home/student", "name": "home"}


def run_config(name, monkeypatch):
    """What a configuration file says, and its names."""
    config = Config()
    names = {"get_config": lambda: config}
    monkeypatch.setenv("CHAIN_RULE_INSTRUCTOR", "grace")
    monkeypatch.setenv("CHAIN_RULE_INSTRUCTOR_IMAGE", "instructor:1")
    monkeypatch.setenv("JUPYTERHUB_USER", "ada")
    exec((RECIPE / name).read_text(), names)
    return config, names


@pytest.fixture
def spawning(monkeypatch):
    return run_config("spawning.py", monkeypatch)


def spawner(name):
    mounts = [HOME, {"mountPath": "/srv/exchange", "name": "exchange"}]
    return SimpleNamespace(
        user=SimpleNamespace(name=name), volume_mounts=mounts, init_containers=[],
        environment={"A": "b"}, image="student:1", cmd=["chainrule-student"],
    )  # fmt: skip


def test_collecting_computes_the_number_that_the_server_ran_as(spawning, monkeypatch):
    config, _ = spawning
    collecting, _ = run_config("instructor_nbgrader_config.py", monkeypatch)
    uid = uid_by_name(collecting.Collect.first_uid)
    for name in ("ada", "bob", "emmy.noether@example.edu"):
        assert config.KubeSpawner.uid(spawner(name)) == uid(name)
    assert config.KubeSpawner.gid(spawner("ada")) == uid("ada")


def test_no_student_has_the_instructors_number(spawning):
    config, names = spawning
    assert config.KubeSpawner.uid(spawner("grace")) == names["INSTRUCTOR_NUMBER"] < names["FIRST"]


@pytest.mark.parametrize("listed", [list, lambda mounts: {m["name"]: m for m in mounts}])
def test_the_home_folder_is_made_its_students_once(spawning, listed):
    config, _ = spawning
    one = spawner("ada")
    one.volume_mounts = listed(one.volume_mounts)
    config.KubeSpawner.pre_spawn_hook(one)
    config.KubeSpawner.pre_spawn_hook(one)
    (container,) = one.init_containers
    number = config.KubeSpawner.uid(one)
    assert f"chown {number}:{number} /home/student" in container["command"][-1]
    assert container["volumeMounts"] == [HOME]
    assert one.environment == {"A": "b", "HOME": "/home/student"}


def test_only_the_instructor_gets_the_image_with_the_grader(spawning):
    config, _ = spawning
    images = {}
    for name in ("ada", "grace"):
        one = spawner(name)
        config.KubeSpawner.pre_spawn_hook(one)
        images[name] = (one.image, one.cmd)
    assert images["ada"] == ("student:1", ["chainrule-student"])
    assert images["grace"] == ("instructor:1", ["chainrule-instructor"])


def test_a_student_hands_in_under_the_name_of_the_hub(monkeypatch):
    config, _ = run_config("student_nbgrader_config.py", monkeypatch)
    assert config.CourseDirectory.student_id == "ada"


def test_the_shared_volume_is_the_one_that_is_mounted_and_no_group_opens_it():
    values = yaml.safe_load((RECIPE / "values.yaml").read_text())
    claim, job = yaml.safe_load_all((RECIPE / "exchange.yaml").read_text())
    storage = values["singleuser"]["storage"]
    (volume,), (mount,) = storage["extraVolumes"], storage["extraVolumeMounts"]
    assert volume["persistentVolumeClaim"]["claimName"] == claim["metadata"]["name"]
    (made,) = job["spec"]["template"]["spec"]["containers"][0]["volumeMounts"]
    assert made["mountPath"] == mount["mountPath"] == "/srv/exchange"
    assert values["singleuser"]["fsGid"] is None
    assert claim["spec"]["accessModes"] == ["ReadWriteMany"]


def test_the_job_gives_the_exchange_the_modes_of_the_single_server():
    _, job = yaml.safe_load_all((RECIPE / "exchange.yaml").read_text())
    script = job["spec"]["template"]["spec"]["containers"][0]["command"][-1]
    steps = (ROOT / "deploy" / "hub" / "steps.py").read_text()
    there = {mode.zfill(4) for mode in re.findall(r"0o(\d+), \"", steps)} - {"0750", "0700"}
    assert set(re.findall(r"chmod (\d+)", script)) == there == {"1777", "0755", "3733", "0711"}


def test_the_students_image_copies_nothing_of_the_instructors():
    text = (RECIPE / "Dockerfile").read_text()
    student, instructor = text.split("FROM student AS instructor")
    copied = " ".join(re.findall(r"^COPY ((?:.|\\\n)*?)$", student, re.M))
    assert "lectures" in copied
    assert not re.search(r"(^|\s)\.(\s|$)|solutions|autograde", copied.replace(" ./", ""))
    assert "COPY . /srv/course" in instructor
    ignored = (RECIPE / "Dockerfile.dockerignore").read_text().splitlines()
    assert "classroom" in ignored


def test_what_the_dockerfile_copies_is_there():
    text = (RECIPE / "Dockerfile").read_text().replace("\\\n", " ")
    for line in re.findall(r"^COPY (.+)$", text, re.M):
        for path in line.split()[:-1]:
            assert (ROOT / path).exists(), path
