"""Settings of a test: nothing of this machine's environment files, and cheap hashes."""

from pathlib import Path

from app.core.config import Settings, load_settings


def settings_for(directory: Path, **values: object) -> Settings:
    defaults = {
        "_env_file": None,
        "environment": "test",
        "secret_key": "5f" * 16 + "e7" * 16,
        "password_hash_cost": 4,
        # all that tests do comes from one address; limits' own tests switch them on
        "rate_limits": values.get("environment") == "production",
        "log_level": "WARNING",  # a line a request costs as much as some requests
        "data_dir": directory,
        "web_dir": directory / "no web",  # whether or not one has been built here
    }
    return load_settings(**defaults | values)
