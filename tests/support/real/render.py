"""Renders a small scene in Blender, on the processor, with threads."""

import sys

import bpy

scene = bpy.context.scene
scene.render.engine = "CYCLES"
scene.cycles.device, scene.cycles.samples, scene.cycles.use_denoising = "CPU", 8, False
scene.render.resolution_x, scene.render.resolution_y = 96, 64
scene.render.resolution_percentage = 100
for number in range(20):
    bpy.ops.mesh.primitive_uv_sphere_add(radius=0.4, location=(number % 5 - 2, number // 5 - 2, 0.5))
scene.render.image_settings.file_format = "BMP"
scene.render.use_file_extension = False
scene.render.filepath = sys.argv[-1]
bpy.ops.render.render(write_still=True)
