"""What the renderer runs for every corner and every dot of the picture (GLSL 3.30)."""

from __future__ import annotations

from typing import Final

SHADOW_PX: Final = 1024
"""Side of the square in which the light sees the room."""

VERTEX = """#version 330
in vec3 place; in vec3 normal; in vec2 texel;
uniform mat4 seen; uniform mat4 lit;
out vec3 world; out vec3 facing; out vec2 uv; out vec3 shade;
void main() {
  world = place; facing = normal; uv = texel;
  shade = (lit * vec4(place, 1.)).xyz * .5 + .5;
  gl_Position = seen * vec4(place, 1.);
}"""

FRAGMENT = """#version 330
in vec3 world; in vec3 facing; in vec2 uv; in vec3 shade;
uniform sampler2D picture; uniform sampler2D depths;
uniform vec3 light; uniform vec3 eye; uniform vec3 key; uniform vec3 sky; uniform vec3 ground;
uniform float gloss; uniform float wrap;
out vec4 colour;
void main() {
  vec4 paint = texture(picture, uv);
  if (paint.a < .5) discard;
  vec3 to_eye = normalize(eye - world);
  vec3 n = normalize(facing);
  if (dot(n, to_eye) < 0.) n = -n;
  float open = 1.;
  if (all(greaterThan(shade, vec3(0.))) && all(lessThan(shade, vec3(1.)))) {
    open = 0.;
    for (int i = -1; i <= 1; i += 2) for (int j = -1; j <= 1; j += 2)
      open += step(shade.z - .003, textureLod(depths, shade.xy + vec2(i, j) * 1.1 / SHADOW_PX., 0.).r);
    open /= 4.;
  }
  vec3 base = paint.rgb * paint.rgb;  // gamma 2, near enough to 2.2 and much quicker
  float direct = max(0., (dot(n, light) + wrap) / (1. + wrap));
  vec3 around = mix(ground, sky, n.y * .5 + .5);
  float near_floor = clamp(.6 + .4 * smoothstep(0., .35, world.y) + .4 * step(.7, n.y) * step(world.y, .03), 0., 1.);
  float fill = max(0., dot(n, normalize(vec3(-light.x, .35, -light.z)))) * .22;
  float shine = 0.;
  if (gloss > .05) shine = pow(max(dot(n, normalize(light + to_eye)), 0.), 30.) * gloss * open;
  vec3 c = base * (around * near_floor + key * direct * mix(.06, 1., open) + fill * sky) + shine * key;
  c = c / (1. + c * .28);
  colour = vec4(sqrt(c), 1.);
}""".replace("SHADOW_PX", str(SHADOW_PX))

DEPTH_VERTEX = """#version 330
in vec3 place; uniform mat4 seen;
void main() { gl_Position = seen * vec4(place, 1.); }"""
DEPTH_FRAGMENT = "#version 330\nout vec4 colour; void main() { colour = vec4(1.); }"
