from newsroom.models.beat import Beat
from newsroom.models.publication import Publication
from newsroom.models.sign_in_link import SignInLink
from newsroom.models.user import User

__all__ = ["Beat", "Publication", "SignInLink", "User"]
