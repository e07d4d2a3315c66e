"""The main job: an edition of the Book becomes a folder of files, gathered first and written then."""

from bluepages.output.build import Built, build
from bluepages.output.folder import Folder

__all__ = ["Built", "Folder", "build"]
