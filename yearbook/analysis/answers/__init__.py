"""Questions typed in words (湖南 2020 取消公务用车): what is asked, and the figures that answer it."""
