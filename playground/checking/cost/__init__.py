"""What a layer costs: floating-point operations of one sample, in closed form.

A multiply-add counts as two operations, a bias as one a value, an activation as one a value and a softmax as five;
normalisation as it is when the network is used; what moves values, as none. These are the conventions of
TensorFlow's profiler, with which whole networks agree to 2 %.
"""

from playground.checking.cost._call import Asked as Asked
from playground.checking.cost._flops import flops_of as flops_of
