import pytest
from fastapi import FastAPI


@pytest.fixture
def app(own_app: FastAPI) -> FastAPI:
    """Of each test's own: here they add routes, and break it."""
    return own_app
