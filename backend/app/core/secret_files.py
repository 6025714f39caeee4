"""`SECRET_KEY_FILE=/run/secrets/key` gives SECRET_KEY: secrets as files, as containers mount them."""

import os
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_settings import PydanticBaseSettingsSource


class Unreadable(Exception):
    """A file that a setting names; the text is one plain sentence."""


class SecretFiles(PydanticBaseSettingsSource):
    """For every setting `X`, the content of the file that `X_FILE` names."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        del field
        path = os.environ.get(f"{field_name.upper()}_FILE")
        if not path:
            return None, field_name, False
        try:
            return Path(path).read_text().strip() or None, field_name, False
        except OSError as error:
            raise Unreadable(
                f"{field_name.upper()}_FILE names a file that cannot be read: {error.strerror}."
            ) from None

    def __call__(self) -> dict[str, Any]:
        found = {
            name: self.get_field_value(field, name)[0]
            for name, field in self.settings_cls.model_fields.items()
        }
        return {name: value for name, value in found.items() if value is not None}
