"""packaging/install.sh into a folder that stands for /: what it places, keeps and takes away. install_script.py FOLDER_OF_SOURCES"""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCES = pathlib.Path(sys.argv.pop(1))
CATALOG = "usr/lib/systemd/catalog/tailmend.catalog"
SHIPPED = ("usr/bin/tailmend", "usr/libexec/tailmend/tailmend-simulate", "usr/libexec/tailmend/tailmend-setup", "usr/share/man/man8/tailmend.8", "usr/share/zsh/site-functions/_tailmend",
           "usr/share/bash-completion/completions/tailmend", "usr/share/fish/vendor_completions.d/tailmend.fish",
           "usr/share/doc/tailmend/examples/hooks/mail", "usr/share/doc/tailmend/faults.md", "usr/share/tailmend/monitoring/dashboard.json",
           "usr/share/dbus-1/system.d/org.tailmend.Tailmend1.conf", "usr/share/polkit-1/actions/org.tailmend.policy",
           CATALOG, "etc/tailmend/tailmend.toml")


class InstallScript(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="tailmend-install-")
        self.addCleanup(folder.cleanup)
        self.archive, self.root = pathlib.Path(folder.name) / "archive", pathlib.Path(folder.name) / "root"
        for name in SHIPPED:
            (self.archive / name).parent.mkdir(parents=True, exist_ok=True)
            (self.archive / name).write_text(f"new {name}\n")
        (self.archive / CATALOG).write_text("in /usr/share/doc/tailmend/faults.md or /usr/share/doc/tailmend/hooks.md\n")
        unit = self.archive / "usr/lib/systemd/system/tailmend.service"
        unit.parent.mkdir(parents=True)
        unit.write_text((SOURCES / "units/tailmend.service.in").read_text().replace("@bindir@", "/usr/bin"))
        shutil.copy(SOURCES / "packaging/install.sh", self.archive)
        for name in ("usr/local/bin", "etc", "usr/share/polkit-1/actions", "var/lib/prometheus/node-exporter"):
            (self.root / name).mkdir(parents=True)
        self.before = self.there()

    def there(self):
        return sorted(str(path.relative_to(self.root)) for path in self.root.rglob("*"))

    def install(self, *words, status=0):
        ended = subprocess.run([self.archive / "install.sh", *words, "--destdir", self.root], text=True, capture_output=True, timeout=20)
        self.assertEqual(ended.returncode, status, ended.stderr)
        return ended.stdout + ended.stderr

    def test_it_places_everything_below_the_prefix_and_where_others_look_for_it(self):
        said = self.install()
        for name in ("usr/local/bin/tailmend", "usr/local/libexec/tailmend/tailmend-simulate", "usr/local/libexec/tailmend/tailmend-setup", "usr/local/share/man/man8/tailmend.8",
                     "usr/local/lib/systemd/catalog/tailmend.catalog", "usr/local/share/doc/tailmend/faults.md", "etc/dbus-1/system.d/org.tailmend.Tailmend1.conf",
                     "usr/share/polkit-1/actions/org.tailmend.policy", "etc/tailmend/tailmend.toml", "etc/tailmend/hooks.d"):
            self.assertIn(name, self.there())
        self.assertIn("\nExecStart=/usr/local/bin/tailmend daemon\n", (self.root / "usr/local/lib/systemd/system/tailmend.service").read_text())
        self.assertEqual((self.root / "usr/local/lib/systemd/catalog/tailmend.catalog").read_text(),
                         "in /usr/local/share/doc/tailmend/faults.md or /usr/local/share/doc/tailmend/hooks.md\n")
        self.assertEqual((self.root / "usr/local/bin/tailmend").stat().st_mode & 0o777, 0o755)
        self.assertIn("uninstall --prefix /usr/local", said)

    def test_a_second_time_it_keeps_the_configuration_and_takes_what_is_not_shipped_any_more(self):
        self.install()
        config = self.root / "etc/tailmend/tailmend.toml"
        config.write_text("mine\n")
        (self.archive / "usr/share/doc/tailmend/examples/hooks/mail").unlink()
        self.assertIn("kept", self.install())
        self.assertEqual(config.read_text(), "mine\n")
        self.assertNotIn("usr/local/share/doc/tailmend/examples/hooks/mail", self.there())
        self.install("uninstall", "--purge")
        self.assertEqual(self.there(), self.before)

    def test_uninstall_keeps_the_configuration_and_what_others_put_there(self):
        self.install()
        other = self.root / "usr/local/share/man/man8/other.8"
        other.write_text("not ours\n")
        metrics = self.root / "var/lib/prometheus/node-exporter/tailmend.prom"
        metrics.write_text("of a daemon that was killed\n")
        self.install("uninstall")
        self.assertEqual(sorted(set(self.there()) - set(self.before)),
                         ["etc/tailmend", "etc/tailmend/hooks.d", "etc/tailmend/tailmend.toml", "usr/local/share", "usr/local/share/man",
                          "usr/local/share/man/man8", "usr/local/share/man/man8/other.8"])
        self.assertIn("nothing was installed", self.install("uninstall", status=1))

    def test_wrong_words_are_answered(self):
        self.assertIn("unknown word 'remove'", self.install("remove", status=2))
        self.assertIn("begins with /", self.install("--prefix", "local", status=2))
        self.assertIn("install.sh uninstall --purge", self.install("--purge", status=2))
        self.assertEqual(self.there(), self.before)


unittest.main()
