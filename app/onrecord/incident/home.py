"""The user's own folder: settings, profiles, templates, incidents, models and state."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from onrecord.content.places import user_home
from onrecord.incident import files


@dataclass(frozen=True, slots=True)
class Home:
    """Where everything of one user lives; nothing is made before it is needed."""

    root: Path

    @property
    def profiles(self) -> Path:
        return self.root / "profiles"

    @property
    def incidents(self) -> Path:
        return self.root / "incidents"

    @property
    def templates(self) -> Path:
        return self.root / "templates"

    @property
    def models(self) -> Path:
        return self.root / "models"

    @property
    def state(self) -> Path:
        return self.root / "state"

    @property
    def settings(self) -> Path:
        return self.root / "settings.toml"

    def make(self) -> Home:
        """Make the folders that are written to, for their owner alone."""
        for folder in (self.root, self.profiles, self.incidents, self.state):
            files.make_folder(folder)
        return self


def home() -> Home:
    """ONRECORD_HOME, else the platform's place for a user's data (platformdirs)."""
    return Home(user_home())
