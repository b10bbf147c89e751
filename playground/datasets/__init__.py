"""Data as a network sees it: shipped sets, arrays, frames, files and folders become one frozen value."""

from playground.datasets._arrays import from_arrays as from_arrays
from playground.datasets._castings import castings as castings
from playground.datasets._dataset import Dataset as Dataset
from playground.datasets._digits import digit_pairs as digit_pairs, noisy_digits as noisy_digits
from playground.datasets._facts import array_facts as array_facts
from playground.datasets._folder import from_folder as from_folder
from playground.datasets._points import points as points
from playground.datasets._rentals import rentals as rentals
from playground.datasets._samples import samples_of as samples_of
from playground.datasets._sentences import sentences as sentences
from playground.datasets._shapes import shape_boxes as shape_boxes, shape_masks as shape_masks
from playground.datasets._shipped import load as load, names as names
from playground.datasets._tables import from_csv as from_csv, from_frame as from_frame
